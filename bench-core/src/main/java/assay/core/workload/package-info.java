/**
 * What is measured: workloads with their programs, seeded data and work, and suites of workloads.
 */
@NullMarked
package assay.core.workload;

import org.jspecify.annotations.NullMarked;
