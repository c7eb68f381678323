// Looks at the page as it is now, and returns what is wrong with it, a sentence each.
// `isWide`: code must not need sideways scrolling.
(isWide) => {
  const wrong = [];
  const main = document.querySelector('main');
  const start = element => JSON.stringify(element.textContent.trim().slice(0, 60));
  const isSeen = element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  main.querySelectorAll('details').forEach(details => { details.open = true; });

  for (const equation of main.querySelectorAll('.math')) {
    const picture = equation.querySelector('mjx-container > svg');
    if (!picture || !isSeen(picture)) wrong.push(`an equation is not typeset: ${start(equation)}`);
    for (const error of equation.querySelectorAll('[data-mml-node="merror"]'))
      wrong.push(`an equation has an error: ${error.dataset.mjxError ?? start(equation)}`);
  }
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const {data, parentElement} = texts.currentNode;
    if (/\$|\\[([]/.test(data) && !parentElement.closest('pre, code, script, .math'))
      wrong.push(`an equation is left as it was written: ${start(texts.currentNode)}`);
  }

  for (const image of main.querySelectorAll('img')) {
    if (!(image.complete && image.naturalWidth > 0 && isSeen(image)))
      wrong.push(`a picture is not shown: ${image.src}`);
    if (!image.alt.trim()) wrong.push(`a picture has no text alternative: ${image.src}`);
  }
  for (const output of main.querySelectorAll('.cell_output')) {
    if (!isSeen(output)) wrong.push('an output is empty');
    if (output.querySelector('.stderr, .traceback')) wrong.push(`an output is an error: ${start(output)}`);
  }

  if (isWide)
    for (const code of main.querySelectorAll('pre'))
      if (code.scrollWidth > code.clientWidth)
        wrong.push(`code is ${code.scrollWidth - code.clientWidth} pixels too wide: ${start(code)}`);
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth > clientWidth) wrong.push(`the page is ${scrollWidth - clientWidth} pixels too wide`);
  return wrong;
}
