// Prints the Khronos validator's messages on the files named as arguments, as JSON by file.
import { readFile } from "node:fs/promises";
import validator from "gltf-validator";

const found = {};
for (const name of process.argv.slice(2)) {
  const report = await validator.validateBytes(new Uint8Array(await readFile(name)), {
    uri: name,
    format: "glb",
    maxIssues: 50,
  });
  found[name] = report.issues.messages.map(({ code, message, severity, pointer }) => ({
    code,
    message,
    severity,
    pointer: pointer ?? "",
  }));
}
console.log(JSON.stringify(found));
