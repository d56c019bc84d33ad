/** CPU targets and what they share: a team of threads, and host facts. */
@NullMarked
package assay.cpu;

import org.jspecify.annotations.NullMarked;
