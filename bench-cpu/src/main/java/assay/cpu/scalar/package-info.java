/**
 * Target {@code cpu-scalar}: plain Java loops and what the JIT compiler makes of them.
 *
 * <p>The classes {@code Double…} are the classes {@code Float…} with the other type, for Java has
 * no generic arithmetic; a test holds each pair together.
 */
@NullMarked
package assay.cpu.scalar;

import org.jspecify.annotations.NullMarked;
