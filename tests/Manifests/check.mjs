// Holds the manifest of a Job against the schema of batch/v1, and prints a line for each thing that is wrong with it.
//     node check.mjs job.yaml
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Job } from 'kubernetes-models/batch/v1/Job';

// The schema lets fields pass that it does not know, and a cluster drops them. What it knows it looks at.
const unseen = new Set();
function watch(value, path = '') {
  if (value === null || typeof value !== 'object') return value;
  const copy = Array.isArray(value) ? [] : {};
  for (const [key, child] of Object.entries(value)) {
    copy[key] = watch(child, `${path}/${key}`);
    unseen.add(`${path}/${key}`);
  }
  return new Proxy(copy, {
    get(target, key) {
      unseen.delete(`${path}/${String(key)}`);
      return target[key];
    },
  });
}

const manifest = parse(readFileSync(process.argv[2], 'utf8'));
try {
  // Not by its constructor, which would copy the fields and so look at all of them.
  Job.prototype.validate.call(watch(manifest));
  unseen.forEach(path => console.log(`${path} is not in the schema`));
} catch (error) {
  console.log(error.message);
}
