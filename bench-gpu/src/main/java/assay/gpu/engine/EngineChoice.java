package assay.gpu.engine;

import assay.core.availability.Remedy;
import assay.core.spi.TargetException;
import java.util.Locale;

/** The engines that compute products and convolutions. */
public enum EngineChoice {
  /** NVIDIA's libraries for what they support, our own kernels for the rest. */
  AUTO,
  /** NVIDIA's libraries only. */
  LIBRARY,
  /** Our own kernels only; no library is loaded. */
  PTX;

  /** The environment variable that chooses. */
  public static final String VARIABLE = "ASSAY_CUDA_ENGINE";

  /** The system property that chooses; takes precedence over the variable. */
  public static final String PROPERTY = "assay.cuda.engine";

  /** The remedy if their value is not an engine. */
  public static final Remedy REMEDY = new Remedy.SetVariable(VARIABLE, "one of auto, library, ptx");

  /**
   * The choice by property or variable; AUTO if neither is set.
   *
   * @throws TargetException if the value is not an engine
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
              String.format(
                  Locale.ROOT,
                  "%s or %s must be one of auto, library, ptx; got %s",
                  PROPERTY,
                  VARIABLE,
                  name));
    };
  }
}
