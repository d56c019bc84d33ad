/** Stored runs: one folder per run, with its record and its logs. */
@NullMarked
package assay.core.record.store;

import org.jspecify.annotations.NullMarked;
