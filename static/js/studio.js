// What every page of the studio needs. Pages add their own modules
// (upload.js, live.js, picture-viewer.js) in {% block scripts %}.
import "./toast.js";
import "./htmx-setup.js";
import "./relative-time.js";
import "./dialog.js";
import "./drawer.js";
import "./shortcuts.js";
import "./menu.js";
import "./selection.js";
