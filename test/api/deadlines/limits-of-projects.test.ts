import { letEveryLimitRun } from './run/asked-of-every-limit';
import { projectScripts } from './run/scripts';

letEveryLimitRun('projects', projectScripts);
