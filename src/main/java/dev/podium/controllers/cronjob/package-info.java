/// Makes Jobs when the schedules of CronJobs say so.
@NullMarked
package dev.podium.controllers.cronjob;

import org.jspecify.annotations.NullMarked;
