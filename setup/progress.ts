/** A failure that the person at the keyboard can mend. It is printed without a stack. */
export class SetupError extends Error {
  /** @param remedy what to do now, as one sentence */
  constructor(
    message: string,
    readonly remedy?: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'SetupError';
  }
}

/** Receives what set-up is doing. Tests pass {@link silent}. */
export interface Progress {
  /** Runs one step and prints one line for it; a step longer than a moment shows its seconds. */
  step<T>(title: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>;
  /** Prints a line between steps. */
  say(text: string): void;
}

export const silent: Progress = {
  step: (_title, work) => work(() => undefined),
  say: () => undefined,
};

const tickMs = 1000;
const plainReminderMs = 15_000;

const seconds = (sinceMs: number) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/** On a terminal the line of a running step is rewritten each second; a log file gets a reminder every 15 s. */
export function terminalProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  const live = out.isTTY === true;
  return {
    say: (text) => void out.write(`${text}\n`),
    async step(title, work) {
      const started = Date.now();
      let remark = '';
      const line = (sign: string) =>
        `${sign} ${title}${remark === '' ? '' : `: ${remark}`} (${seconds(started)})`;
      const show = () => out.write(live ? `\r\u001b[2K${line('…')}` : `${line('…')}\n`);
      const timer = setInterval(show, live ? tickMs : plainReminderMs);
      timer.unref();
      const end = (sign: string) => {
        clearInterval(timer);
        out.write(`${live ? '\r\u001b[2K' : ''}${line(sign)}\n`);
      };
      try {
        const result = await work((text) => {
          remark = text;
          if (live) show();
        });
        end('✓');
        return result;
      } catch (error) {
        end('✗');
        throw error;
      }
    },
  };
}

/** Prints a failure: message and remedy, and a stack only where the fault is ours. */
export function printFailure(error: unknown): void {
  if (error instanceof SetupError) {
    process.stderr.write(`\n${error.message}\n${error.remedy === undefined ? '' : `→ ${error.remedy}\n`}`);
  } else if (error instanceof Error && error.name === 'EnvironmentError') {
    process.stderr.write(`\n${error.message}\n`);
  } else {
    process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
