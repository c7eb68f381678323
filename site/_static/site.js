// What can be scrolled sideways can be reached by the keyboard: equations, and code in what has just
// been unfolded, which the theme leaves out.
const reachable = new ResizeObserver(entries => {
  for (const {target} of entries)
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
});
const watch = selector => document.querySelectorAll(selector).forEach(each => reachable.observe(each));
watch('pre');
document.addEventListener('DOMContentLoaded', () =>
  window.MathJax?.startup.promise.then(() => watch('mjx-container[display]')));
