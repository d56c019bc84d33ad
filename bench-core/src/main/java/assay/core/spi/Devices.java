package assay.core.spi;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The devices of a {@link DeviceTarget} on this host. */
public sealed interface Devices {
  /**
   * One of them.
   *
   * @param number its place among those that are visible, from 0
   * @param uniqueName such as {@code GPU-4f3c…}: names one exemplar, so it goes into no record
   * @param description model and place, such as {@code NVIDIA H200, 0000:3b:00.0}
   */
  record Entry(int number, String uniqueName, String description) {
    private static final int HANDLE = 12;

    /** The beginning of its unique name, long enough to be told by and to name it with. */
    public String handle() {
      return uniqueName.substring(0, Math.min(HANDLE, uniqueName.length()));
    }

    @Override
    public String toString() {
      return number + " (" + description + ")";
    }
  }

  /**
   * They could be counted.
   *
   * @param all in the order of their numbers, at least one
   */
  record Found(List<Entry> all) implements Devices {
    /** Copies the list. */
    public Found {
      all = List.copyOf(all);
      if (all.isEmpty()) {
        throw new IllegalArgumentException("no device is Unavailable, with its reason");
      }
    }

    /**
     * The device of that name.
     *
     * @param name a number, or the beginning of a unique name in upper or lower case
     */
    public Match match(String name) {
      boolean number = name.matches("[0-9]{1,9}");
      List<Entry> matching = all.stream().filter(e -> called(e, name, number)).toList();
      if (matching.size() == 1) {
        return new Match.One(matching.getFirst());
      }
      String found =
          matching.isEmpty()
              ? number
                  ? "there is no device " + name + ", but " + list(all)
                  : "no device's unique name begins with " + name + "; there is " + list(all)
              : name + " is the beginning of several devices' unique names: of " + list(matching);
      return new Match.None(
          found,
          matching.isEmpty()
              ? "name one of these by its number or the beginning of its unique name"
              : "give more of the unique name, or the number");
    }

    private static boolean called(Entry entry, String name, boolean number) {
      return number
          ? entry.number() == Integer.parseInt(name)
          : entry.uniqueName().toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT));
    }

    private static String list(List<Entry> entries) {
      return entries.stream().map(Entry::toString).collect(Collectors.joining(", "));
    }
  }

  /**
   * They could not.
   *
   * @param reason what was tried and what was found
   * @param remedy what would help
   */
  record Unavailable(String reason, String remedy) implements Devices {}

  /** Whether a name means one device. */
  sealed interface Match {
    /** It does. */
    record One(Entry device) implements Match {}

    /**
     * It means none, or more than one.
     *
     * @param reason what there is instead
     * @param remedy what would help
     */
    record None(String reason, String remedy) implements Match {}
  }
}
