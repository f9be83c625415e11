#!/bin/sh
# Mermaid 11.17.0: an XY chart reads no exponent. A loss of 1e-05, as Python and JSON
# print it, makes the whole chart a parse error; 0.00001 is drawn, and so is .5, and 5.
# is not. In GitHub's Markdown the reader gets an error in the chart's place.
#
# Guess: a list of numbers in brackets takes what JSON calls a number.
# Seen: "Parse error" for 1e-05, 1E5, 1.5e2 and 5.; none for 0.00001, .5 and -0.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
npm init -y >/dev/null && npm install --silent --no-fund --no-audit mermaid@11.17.0 jsdom@26.1.0
cat >parse.mjs <<'JS'
import { JSDOM } from 'jsdom';

globalThis.window = new JSDOM('<body></body>').window;
globalThis.document = window.document;
const mermaid = (await import('mermaid')).default;
for (const number of ['1e-05', '1E5', '1.5e2', '5.', '0.00001', '.5', '-0']) {
  const chart = `xychart-beta\n  x-axis "step" [1, 2]\n  line [0.1, ${number}]`;
  const seen = await mermaid.parse(chart).then(() => 'read', (error) => error.message.split(' on ')[0]);
  console.log(`${number}: ${seen}`);
}
JS
node parse.mjs | tee seen
[ "$(grep -c ': Parse error$' seen)" = 4 ] && [ "$(grep -c ': read$' seen)" = 3 ]
for number in 1e-05 1E5 1.5e2 5.; do grep -qxF "$number: Parse error" seen; done
