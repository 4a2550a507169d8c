/** The few things this page asks of the DOM. */

/** Finds an element that the shell (../shell.ts) is known to have. */
export function must<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page lacks ${selector}`);
  return found;
}

/** Sets the text of an element that the shell is known to have. @throws Error if the page lacks it */
export function setText(selector: string, text: string): void {
  must(selector, HTMLElement).textContent = text;
}

/** Makes a new element with classes and text. */
export function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Copies one of the drawings in the shell's <template> elements. */
export function drawing(name: string): Node {
  return must(`#drawing-${name}`, HTMLTemplateElement).content.cloneNode(true);
}
