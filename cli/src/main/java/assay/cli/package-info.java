/** The command line: selects, runs, stores and shows. Only here is anything printed. */
@NullMarked
package assay.cli;

import org.jspecify.annotations.NullMarked;
