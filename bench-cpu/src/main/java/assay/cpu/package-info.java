/** What the CPU targets share: a team of threads, memory planning, the cache flush. */
@NullMarked
package assay.cpu;

import org.jspecify.annotations.NullMarked;
