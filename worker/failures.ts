import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import type { ActivityInterceptors } from '@temporalio/worker';
import { CaseMisfit } from '../domain/misfit';
import { errorFields, type Log } from '../record/store/log';

/**
 * An error of an activity is kept in the history of a case and shown to operators, its words sealed but its type in
 * clear. Errors of the database or the mail server may quote what somebody wrote, so only the words that a log may hold
 * are passed on: kind, code, and where it was thrown.
 */
export function redactFailures(log?: Log): ActivityInterceptors {
  return {
    inbound: {
      async execute(input, next) {
        try {
          return await next(input);
        } catch (error) {
          if (error instanceof CaseMisfit) log?.error({ event: 'case-unfit', code: error.code, ...error.at });
          const failure = error instanceof TemporalFailure ? error : failureOf(error);
          // Its message has the place already, and a stack names folders of this machine.
          failure.stack = '';
          throw failure;
        }
      },
    },
  };
}

function failureOf(error: unknown): ApplicationFailure {
  const { errorName, errorCode, errorAt, causeName, causeCode } =
    error instanceof Error ? errorFields(error) : {};
  const words = [errorCode, errorAt, causeName, causeCode].filter((word) => word !== undefined);
  return ApplicationFailure.create({ type: errorName ?? 'unforeseen', message: words.join(' ') });
}
