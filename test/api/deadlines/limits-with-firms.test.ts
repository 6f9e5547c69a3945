import { letEveryLimitRun } from './run/asked-of-every-limit';
import { diagnosisScripts } from './run/diagnosis-scripts';
import { firmScripts, roundScripts } from './run/scripts';

letEveryLimitRun('firms', roundScripts, firmScripts, diagnosisScripts);
