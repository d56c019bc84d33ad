package assay.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Folders, jars, and classes that come from neither. */
final class ClassPathEntryTest {
  @Test
  void aClassFromAFolder() {
    Path folder = ClassPathEntry.of(ClassPathEntryTest.class).orElseThrow();
    assertThat(folder.resolve("assay/core/environment/ClassPathEntryTest.class")).exists();
  }

  @Test
  void aClassFromAJar() {
    Path jar = ClassPathEntry.of(Test.class).orElseThrow();
    assertThat(jar.getFileName().toString()).startsWith("junit-jupiter-api").endsWith(".jar");
    assertThat(jar).matches(Files::isRegularFile);
  }

  @Test
  void aNestedClass() {
    assertThat(ClassPathEntry.of(Nested.class)).isEqualTo(ClassPathEntry.of(getClass()));
  }

  @Test
  void aClassOfTheRuntimeHasNone() {
    assertThat(ClassPathEntry.of(String.class)).isEmpty();
  }

  private static final class Nested {}
}
