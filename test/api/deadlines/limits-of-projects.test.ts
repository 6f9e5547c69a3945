import { letEveryLimitRun } from './run/every-limit';
import { projectScripts } from './run/scripts';

letEveryLimitRun('projects', projectScripts);
