package assay.core.spi;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A target that computes what is in its kernel tables and gives a reason for everything else.
 *
 * @param <K> the kernel type of its tables
 */
public abstract class KernelTarget<K> implements Target {
  private final String id;
  private final String description;
  private final List<Precision> precisions;

  /** Defines the target; must not touch native code. */
  protected KernelTarget(String id, String description, List<Precision> precisions) {
    this.id = id;
    this.description = description;
    this.precisions = List.copyOf(precisions);
  }

  /**
   * The kernel table.
   *
   * @param precision one of {@link #precisions()}
   */
  protected abstract KernelTable<K> kernels(Precision precision);

  /**
   * Prepares a supported program.
   *
   * @param kernels one for each operation, in the program's order
   * @throws UnsupportedProgramException if preparing finds that the program is not supported
   * @throws TargetException if it fails
   */
  protected abstract Executable prepare(
      Program program, Map<Op, K> kernels, Precision precision, Options options);

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final List<Precision> precisions() {
    return precisions;
  }

  @Override
  public final Optional<Unsupported> unsupported(Program program, Precision precision) {
    return precisions.contains(precision)
        ? kernels(precision).unsupported(program, precision)
        : Optional.of(
            new Unsupported(
                "precision " + precision.id(),
                String.format(
                    Locale.ROOT,
                    "%s computes in %s only",
                    id,
                    precisions.stream().map(Precision::id).collect(Collectors.joining(", ")))));
  }

  @Override
  public final Executable compile(Program program, Precision precision, Options options) {
    unsupported(program, precision)
        .or(() -> options.inputSets() > 1 ? unsupportedInputSets() : Optional.empty())
        .ifPresent(reason -> {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "%s cannot compile %s: %s", id, program.name(), reason));
        });
    return prepare(program, kernels(precision).kernels(program, precision), precision, options);
  }
}
