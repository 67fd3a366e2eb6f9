// Installs the project's packages when they are missing or stale. Runs before every npm script a newcomer
// meets, on any Node from 20 up, and depends on nothing that it installs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.openimo-setup`;
// Hardhat 3 needs this version; npm installed under an older one silently skips Hardhat's native package.
const required = [22, 13];

const stamp = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .update(`${process.platform}-${process.arch}`)
  .digest("hex");

if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) install();

function install() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    fail(`Node ${process.versions.node} is too old: install Node 20 or newer and run the command again.`);
  }
  const recent = major > required[0] || (major === required[0] && minor >= required[1]);
  console.error(
    `Installing packages (once, about half a minute)${recent ? "" : ` with Node ${required[0]} from npm`} ...`,
  );
  const npmCi = "npm ci --no-audit --no-fund --loglevel=error";
  const command = recent ? npmCi : `npx -y -p node@${required[0]} -c "${npmCi}"`;
  // npm's own output goes to stderr, so that stdout stays the caller's (npm start -- --json).
  const { status, error } = spawnSync(command, { cwd: root, shell: true, stdio: ["ignore", 2, 2] });
  if (error !== undefined || status !== 0) {
    fail(
      `"${command}" failed (${error?.message ?? `exit ${status}`}). Is the npm registry reachable? Then run the command again.`,
    );
  }
  writeFileSync(stampFile, stamp);
}

function fail(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}
