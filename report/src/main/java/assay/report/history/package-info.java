/**
 * Series of nights over all stored runs, and an index that finds one among thousands of runs. The
 * records in JSON are the truth; the index can be rebuilt from them at any time.
 */
@NullMarked
package assay.report.history;

import org.jspecify.annotations.NullMarked;
