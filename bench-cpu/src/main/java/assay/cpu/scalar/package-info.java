/**
 * Target {@code cpu-scalar}: plain Java loops and what the JIT compiler makes of them.
 *
 * <p>The classes {@code Float…} compute in float. Java has no generic arithmetic, so the build
 * generates a class {@code Double…} from each of them, with {@code double} for {@code float}:
 * {@code src/main/twins/twins.bsh} writes them to {@code target/generated-sources/twins}. A change
 * to a {@code Float…} class is a change to both.
 */
@NullMarked
package assay.cpu.scalar;

import org.jspecify.annotations.NullMarked;
