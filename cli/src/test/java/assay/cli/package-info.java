/** Tests of the command line, through its own entry point and real forks. */
@NullMarked
package assay.cli;

import org.jspecify.annotations.NullMarked;
