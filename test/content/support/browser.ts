import { execFile } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { PNG } from "pngjs";

/** The first Chromium on the path, or what CHROMIUM names; undefined when there is none. */
export function findChromium(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [process.env.CHROMIUM, ...names.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.find((path) => {
    if (!path) return false;
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * What a person would see: the page fetches the token URI, takes its `image`, and shows it in an `img` of this size.
 *
 * @returns the window's pixels, RGBA
 */
export async function screenshot(chromium: string, tokenURI: string, width: number, height: number): Promise<PNG> {
  const folder = mkdtempSync(join(tmpdir(), "browser-"));
  try {
    const page = join(folder, "page.html");
    const shot = join(folder, "shot.png");
    writeFileSync(
      page,
      `<!doctype html><body style="margin:0;background:#fff"><script type="module">
        const { image } = await (await fetch(${JSON.stringify(tokenURI)})).json();
        const shown = new Image(${width}, ${height});
        shown.style.display = "block";
        shown.src = image;
        await shown.decode();
        document.body.append(shown);
      </script></body>`,
    );
    await promisify(execFile)(
      chromium,
      [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--force-device-scale-factor=1",
        `--user-data-dir=${join(folder, "profile")}`,
        `--window-size=${width},${height}`,
        "--virtual-time-budget=10000",
        `--screenshot=${shot}`,
        pathToFileURL(page).href,
      ],
      { timeout: 90_000 },
    );
    return PNG.sync.read(readFileSync(shot));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
