package assay.core.testing;

import assay.core.program.op.Op;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All operations, as the sealed family has them. */
public final class Operations {
  private Operations() {}

  /** Their names, in alphabetical order. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>();
    records(Op.class).forEach(kind -> names.add(kind.getSimpleName()));
    return names;
  }

  private static Stream<Class<?>> records(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(Operations::records)
        : Stream.of(kind);
  }
}
