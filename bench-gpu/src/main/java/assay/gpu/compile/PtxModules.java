package assay.gpu.compile;

import assay.gpu.driver.Context;
import assay.gpu.driver.Kernel;
import assay.gpu.driver.KernelModule;
import assay.gpu.driver.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The kernels of {@code src/main/cuda} as PTX; the driver compiles a module when it is first used.
 */
public final class PtxModules {
  private final Context context;
  private final Scope scope;
  private final Map<String, KernelModule> loaded = new HashMap<>();

  /** Modules that live as long as {@code scope}. */
  public PtxModules(Context context, Scope scope) {
    this.context = context;
    this.scope = scope;
  }

  /** A kernel of a module; modules are named after their sources. */
  public Kernel kernel(String module, String name) {
    KernelModule found = loaded.get(module);
    if (found == null) {
      found = scope.add(context.module(module, ptx(module)));
      loaded.put(module, found);
    }
    return found.kernel(name);
  }

  /**
   * The text of a module.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static byte[] ptx(String module) {
    try (InputStream in =
        PtxModules.class.getResourceAsStream("/assay/gpu/ptx/" + module + ".ptx")) {
      if (in == null) {
        throw new IllegalArgumentException("no kernels " + module);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
