import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Tells the replay test what a workflow asks of the world, with what arguments: replay itself compares none. */
export interface OverhearSinks extends Sinks {
  readonly overhear: { asked(activity: string, request: unknown): void };
}

const { overhear } = proxySinks<OverhearSinks>();

export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleLocalActivity(input, next) {
        overhear.asked(input.activityType, input.args[0]);
        return next(input);
      },
      scheduleActivity(input, next) {
        overhear.asked(input.activityType, input.args[0]);
        return next(input);
      },
    },
  ],
});
