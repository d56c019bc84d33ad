package assay.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hash of the code follows its content and nothing else. */
class OwnCodeTest {
  @TempDir private Path folder = Path.of("");

  private Path classes(String name, String content) throws IOException {
    Path root = folder.resolve(name);
    write(root, "a/B.class", content);
    write(root, "a/C.class", "c");
    write(root, "META-INF/services/x.Y", "a.B");
    return root;
  }

  private static void write(Path root, String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  /** A jar with the entries in the order given. */
  private Path jar(Path classes, List<String> entries) throws IOException {
    Path jar = folder.resolve("x" + entries.size() + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        if (!entry.endsWith("/")) {
          zip.write(Files.readAllBytes(classes.resolve(entry)));
        }
        zip.closeEntry();
      }
    }
    return jar;
  }

  @Test
  void aJarAndItsFolderAreTheSameCode() throws IOException {
    Path classes = classes("classes", "b");
    Availability<String> hash = OwnCode.hash(classes);
    assertThat(hash).isEqualTo(OwnCode.hash(classes("copy", "b")));
    write(classes, "META-INF/MANIFEST.MF", "Built-By: somebody");
    write(classes, "META-INF/maven/x/pom.properties", "version=1");
    Path jar =
        jar(
            classes,
            List.of(
                "META-INF/",
                "META-INF/services/x.Y",
                "META-INF/MANIFEST.MF",
                "a/C.class",
                "META-INF/maven/x/pom.properties",
                "a/B.class"));
    assertThat(OwnCode.hash(jar)).isEqualTo(hash);
    assertThat(OwnCode.hash(classes)).isEqualTo(hash);
  }

  @Test
  void everyChangeOfCodeChangesTheHash() throws IOException {
    Availability<String> hash = OwnCode.hash(classes("classes", "b"));
    assertThat(OwnCode.hash(classes("changed", "B"))).isNotEqualTo(hash);
    Path more = classes("more", "b");
    write(more, "a/D.class", "");
    assertThat(OwnCode.hash(more)).isNotEqualTo(hash);
    Path moved = classes("moved", "b");
    Files.move(moved.resolve("a/C.class"), moved.resolve("a/E.class"));
    assertThat(OwnCode.hash(moved)).isNotEqualTo(hash);
  }

  @Test
  void aDamagedJarIsSaid() throws IOException {
    Path jar = Files.writeString(folder.resolve("x.jar"), "no zip");
    assertThat(OwnCode.hash(jar))
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            missing -> assertThat(missing.reason()).startsWith("x.jar cannot be read: "));
  }

  @Test
  void theHashesOfKernelsAndInputsAreThereAndStay() {
    var first = Fingerprint.read(HostRoot.machine()).identity();
    assertThat(first.get("inputs")).matches("[0-9a-f]{64}");
    assertThat(first)
        .containsEntry("inputs", Fingerprint.read(HostRoot.machine()).identity().get("inputs"));
  }
}
