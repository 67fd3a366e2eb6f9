// How the demo looks in a terminal: headings, pictures, the narrowing of a dispute, tables, progress.
import Table from "cli-table3";
import pc from "picocolors";

/** A table's frame: a line under the head, none between rows. */
const frame = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  right: "",
  "right-mid": "",
  mid: "",
  "mid-mid": "",
  middle: "  ",
};

/** Everything the demo prints goes through one of these, so that `--json` can keep its last line to itself. */
export class Screen {
  private step = 0;

  heading(title: string): void {
    this.step += 1;
    this.line(`\n${pc.bold(pc.cyan(`${this.step}. ${title}`))}`);
  }

  line(text = ""): void {
    console.log(text);
  }

  note(text: string): void {
    this.line(pc.dim(`   ${text}`));
  }

  fact(name: string, value: string): void {
    this.line(`   ${pc.dim(name.padEnd(22))} ${value}`);
  }

  table(head: string[], rows: string[][]): void {
    const table = new Table({ head: head.map((cell) => pc.bold(cell)), style: { head: [], border: [] }, chars: frame });
    table.push(...rows);
    this.line(indent(table.toString()));
  }

  /** A counter that redraws itself in a terminal, and prints every tenth of the way elsewhere. */
  progress(label: string, total: number): (done: number) => void {
    let lastTenth = -1;
    return (done) => {
      const text = `   ${label} ${bar(0, done, total, 30)} ${done}/${total}`;
      if (process.stdout.isTTY) {
        process.stdout.write(`\r${text}${done === total ? "\n" : ""}`);
      } else if (Math.floor((10 * done) / total) > lastTenth) {
        lastTenth = Math.floor((10 * done) / total);
        this.line(text);
      }
    };
  }
}

/** Grey pictures side by side, one caption under each. `pixels` run row by row, 0 (background) to `white` (ink). */
export function pictures(
  items: readonly { pixels: Uint8Array; caption: string }[],
  width: number,
  white: number,
): string {
  const shades = [" ", "░", "▒", "▓", "█"];
  const height = (items[0]?.pixels.length ?? 0) / width;
  const gap = "   ";
  const lines: string[] = [];
  for (let row = 0; row < height; row++) {
    lines.push(
      items
        .map(({ pixels }) =>
          Array.from(pixels.subarray(row * width, (row + 1) * width), (pixel) =>
            shades[Math.min(4, Math.round((4 * pixel) / white))]!.repeat(2),
          ).join(""),
        )
        .join(gap),
    );
  }
  lines.push(items.map(({ caption }) => caption.padEnd(2 * width)).join(gap));
  return indent(lines.join("\n"));
}

/** A range drawn to scale: which part of [0, total) is [from, to). */
export function bar(from: number, to: number, total: number, width = 32): string {
  const start = Math.min(width - 1, Math.floor((from / total) * width));
  const end = Math.max(start + 1, Math.ceil((to / total) * width));
  return `${"·".repeat(start)}${"█".repeat(end - start)}${"·".repeat(width - end)}`;
}

/** Wei as ETH, exact. */
export function eth(wei: bigint): string {
  const sign = wei < 0n ? "-" : "";
  const digits = (wei < 0n ? -wei : wei).toString().padStart(19, "0");
  const fraction = digits.slice(-18).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -18)}${fraction === "" ? "" : `.${fraction}`} ETH`;
}

export function count(value: bigint | number): string {
  return value.toLocaleString("en-US");
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "   ");
}
