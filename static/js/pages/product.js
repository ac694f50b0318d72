// When every photograph of an upload has arrived, the page shows them in their places.

document.addEventListener("skyy:uploads-settled", ({ detail }) => {
  if (detail.done && !detail.failed) window.location.reload();
});
