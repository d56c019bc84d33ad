package assay.core.environment;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The class path entry, a jar or a folder, that contains a class.
 *
 * <p>It is found through the class's own resource: a class loaded from an AOT cache may have a code
 * source without a location.
 */
public final class ClassPathEntry {
  private ClassPathEntry() {}

  /** The jar or folder that contains the class; empty if it came from neither. */
  public static Optional<Path> of(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    URL url = type.getResource('/' + name);
    if (url == null) {
      return Optional.empty();
    }
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        return Optional.of(Path.of(jar.getJarFileURL().toURI()));
      }
      String file = url.toString();
      return "file".equals(url.getProtocol())
          ? Optional.of(Path.of(new URI(file.substring(0, file.length() - name.length()))))
          : Optional.empty();
    } catch (IOException | URISyntaxException e) {
      return Optional.empty();
    }
  }
}
