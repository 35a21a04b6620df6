// What the parts know of the page around them.

const NAME = "pandu-ascn";
const NO_SERVER = 'Pandu ASCN: inlined or bundled, the script must be told its server: <pandu-ascn server="https://…">';
// Under another address than ours, or none, the script was bundled or inlined: then a tag may still name ours. A module
// has no tag of its own.
const OURS = /\/(widget|page)\.js(\?|$)/;
const TAG = SCRIPT && (!SCRIPT.src || OURS.test(SCRIPT.src)) ? SCRIPT : document.querySelector('script[src*="/widget.js"]');
const OPTIONS = (TAG || SCRIPT || {}).dataset || {};
// The server puts in HOME what it knows of its own address.
const SERVER = OPTIONS.server || (TAG && TAG.src ? new URL(".", TAG.src).href : HOME);
// The button that this script added itself.
let added;
