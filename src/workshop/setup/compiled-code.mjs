/**
 * What V8 has made of a script is kept for the next suite of this process. Jest has each suite compile every script
 * anew, Jest's own among them: a tenth of what a small suite costs.
 */
import vm from 'node:vm';

const { compileFunction, Script } = vm;

/** V8 forgets how a script that it takes from a cache loads others by `import()`: such a one is compiled each time. */
const importsLater = /\bimport\s*(?:\(|\/[/*])/;

/** By file. What was made of another text of that file is not used. */
const kept = new Map();

/** Compiled in this suite. */
const fresh = [];

/** Returns the script of a function with these parameters; it says the lines and columns of `text`. */
function scriptOf(text, parameters, options) {
  const head = `(function (${parameters.join(', ')}) {`;
  const { filename } = options;
  const known = kept.get(filename);
  const cachedData = known?.text === text ? known.cachedData : undefined;
  const script = new Script(`${head}${text}\n})`, {
    ...options,
    columnOffset: -head.length,
    cachedData,
  });
  // Refused where a test has set V8 otherwise since.
  if (cachedData === undefined || script.cachedDataRejected) fresh.push({ filename, text, script });
  return script;
}

/** As `compileFunction` of `node:vm`, for the options that Jest gives; with any other it is that itself. */
export function compileKept(text, parameters, options) {
  const { parsingContext, filename, importModuleDynamically, ...others } = options;
  const isJests = filename !== undefined && parsingContext !== undefined;
  if (!isJests || Object.keys(others).length > 0 || importsLater.test(text))
    return compileFunction(text, parameters, options);
  let script;
  try {
    script = scriptOf(text, parameters, { filename, importModuleDynamically });
  } catch {
    // What is wrong with it is said in the words that Jest knows.
    return compileFunction(text, parameters, options);
  }
  return script.runInContext(parsingContext);
}

/** After a suite, as then all that it has called is compiled. Returns how many scripts are new. */
export function keepCompiled() {
  const scripts = fresh.splice(0);
  for (const { filename, text, script } of scripts) {
    kept.set(filename, { text, cachedData: script.createCachedData() });
  }
  return scripts.length;
}

/** Jest asks for it by its name each time. */
export function useKept() {
  vm.compileFunction = compileKept;
}
