// What can be scrolled sideways can be reached by the keyboard: equations, code in what has just been
// unfolded, and tables that equations have made wider, all of which the theme leaves out. It says on which side
// there is more.
const TABLE = '.pst-scrollable-table-container';
const EQUATION = 'div.math mjx-container, span.math';
const PADDING = 16; // of a box: less than this is no text
const look = box => {
  const rest = box.scrollWidth - box.clientWidth;
  if (rest > 1) box.tabIndex = 0;
  else box.removeAttribute('tabindex');
  box.classList.toggle('more-left', box.scrollLeft > PADDING);
  box.classList.toggle('more-right', rest - box.scrollLeft > PADDING);
};
const sized = new ResizeObserver(entries => entries.forEach(({target}) => look(target.closest(TABLE) ?? target)));
const watch = selector => document.querySelectorAll(selector).forEach(each => sized.observe(each));
const scrolled = ({target}) => target.matches?.(`pre, ${TABLE}, ${EQUATION}`) && look(target);
document.addEventListener('scroll', scrolled, {capture: true, passive: true});
watch(`pre, ${TABLE} > table`);
document.addEventListener('DOMContentLoaded', () => window.MathJax?.startup.promise.then(() => watch(EQUATION)));

// A figure, small on a phone, opens by itself, where it can be as large as one likes.
for (const figure of document.querySelectorAll('.cell_output img')) {
  const link = document.createElement('a');
  link.href = figure.src;
  figure.replaceWith(link);
  link.append(figure);
}

// On a phone the contents of a page lie over it: they go when one has chosen.
document.addEventListener('click', ({target}) => target.closest('dialog a[href^="#"]')?.closest('dialog').close());

// Paper is white.
const theme = document.documentElement.dataset;
let onScreen;
addEventListener('beforeprint', () => [onScreen, theme.theme] = [theme.theme, 'light']);
addEventListener('afterprint', () => theme.theme = onScreen);

// Code in a line may be broken between the words of a name, and after what opens or separates.
for (const code of document.querySelectorAll('article :not(pre) > code'))
  code.innerHTML = code.innerHTML.replace(/[_,(]+/g, '$&<wbr>');

// Search shows of a page what its article says, without its equations as they are written; here all is one category.
Search.htmlToText = (page, anchor) => {
  const found = new DOMParser().parseFromString(page, 'text/html');
  found.querySelectorAll('.headerlink, .no-search, script, style').forEach(each => each.remove());
  found.querySelectorAll('.math').forEach(each => each.replaceWith('…'));
  const part = anchor && found.getElementById(anchor.slice(1));
  return (part || found.querySelector('article'))?.textContent ?? '';
};
Documentation.TRANSLATIONS["Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories."] =
  'No page has all of these words.';
