package assay.gpu.engine;

import assay.core.availability.Remedy;
import assay.core.spi.TargetException;
import java.util.Locale;

/** Who is to compute products and convolutions. */
public enum EngineChoice {
  /** NVIDIA's libraries what they take, kernels of our own the rest. */
  AUTO,
  /** NVIDIA's libraries alone. */
  LIBRARY,
  /** Kernels of our own alone; no library is loaded. */
  PTX;

  /** The environment variable that says. */
  public static final String VARIABLE = "ASSAY_CUDA_ENGINE";

  /** The system property that says, and goes before the variable. */
  public static final String PROPERTY = "assay.cuda.engine";

  /** What helps where neither names an engine. */
  public static final Remedy REMEDY = new Remedy.SetVariable(VARIABLE, "one of auto, library, ptx");

  /**
   * What is said by property or variable; AUTO if neither says anything.
   *
   * @throws TargetException if it is no engine
   */
  public static EngineChoice given() {
    String property = System.getProperty(PROPERTY);
    String given = property != null ? property : System.getenv(VARIABLE);
    return of(given == null ? "" : given.strip());
  }

  /** By name; AUTO if it is empty. */
  static EngineChoice of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "", "auto" -> AUTO;
      case "library" -> LIBRARY;
      case "ptx" -> PTX;
      default ->
          throw new TargetException(
              "%s or %s names no engine (auto, library, ptx): %s"
                  .formatted(PROPERTY, VARIABLE, name));
    };
  }
}
