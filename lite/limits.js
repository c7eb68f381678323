// Where this place has limits: what is missing, in words. Pages of the course go to the start page
// first if there is a limit of which the reader has not been told.
const LIMITS = [
  [
    typeof WebAssembly !== "object",
    true,
    "This browser cannot run Python, as it has no WebAssembly (or it is switched off, as in Lockdown Mode). Please use a newer browser, or one with other settings.",
  ],
  [
    !window.indexedDB,
    false,
    "This window cannot keep what you write: it has no storage (IndexedDB), as in some private windows. Everything runs, but your edits are gone when you close it. Please use an ordinary window.",
  ],
  [
    Math.min(screen.width, innerWidth) < 700,
    false,
    "This screen is small. You can read, run and tap here, but code is easier to write with a keyboard, and figures are easier to see on a wide screen.",
  ],
]
  .filter(([isSo]) => isSo)
  .map(([, isFatal, text]) => ({ isFatal, text }));

(function () {
  const isStart = document.documentElement.hasAttribute("data-start");
  if (isStart || !LIMITS.length) return;
  try {
    if (sessionStorage.getItem("told") && !LIMITS.some((limit) => limit.isFatal)) return;
  } catch {
    // Nothing is kept here, so the address has to say it.
  }
  if (new URLSearchParams(location.search).has("anyway")) return;
  const here = location.pathname.split("/").slice(-2).join("/") + location.search;
  location.replace("../index.html?to=" + encodeURIComponent(here));
})();
