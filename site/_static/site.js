// What can be scrolled sideways can be reached by the keyboard: equations, code in what has just been
// unfolded, and tables that equations have made wider, all of which the theme leaves out.
const TABLE = '.pst-scrollable-table-container';
const reachable = new ResizeObserver(entries => {
  for (const {target} of entries) {
    const box = target.closest(TABLE) ?? target;
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
});
const watch = selector => document.querySelectorAll(selector).forEach(each => reachable.observe(each));
watch(`pre, ${TABLE} > table`);
document.addEventListener('DOMContentLoaded', () =>
  window.MathJax?.startup.promise.then(() => watch('mjx-container[display]')));
