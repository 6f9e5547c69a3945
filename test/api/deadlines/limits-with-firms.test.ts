import { letEveryLimitRun } from './run/asked-of-every-limit';
import { diagnosisScripts } from './run/diagnosis-scripts';
import { fileScripts, firmScripts, roundScripts } from './run/scripts';

letEveryLimitRun(
  'firms',
  ...[roundScripts, fileScripts('late'), fileScripts('last-second')],
  ...[firmScripts, diagnosisScripts],
);
