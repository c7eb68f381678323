// Reads equations from standard input, as JSON: [{text, display}, ...]. Writes what KaTeX, at its
// strictest, says to each: null if it renders.
import katex from '../node_modules/katex/dist/katex.mjs';
import { readFileSync } from 'node:fs';

const says = ({text, display}) => {
  try {
    katex.renderToString(text, {displayMode: display, strict: 'error', throwOnError: true});
    return null;
  } catch (error) {
    return error.message;
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(says)));
