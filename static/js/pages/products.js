// A changed filter is shown at once; without script there is the button.

const form = document.getElementById("filters");

form?.addEventListener("change", (event) => {
  // In the hand the filters lie over the page: several are chosen before it changes.
  if (event.target.type !== "search" && !form.matches(":popover-open")) form.requestSubmit();
});

// Empty fields stay out of the address, so that it can be shared.
form?.addEventListener("formdata", ({ formData }) => {
  for (const name of new Set(formData.keys())) {
    const kept = formData.getAll(name).filter((value) => value !== "");
    formData.delete(name);
    for (const value of kept) formData.append(name, value);
  }
});
