package assay.core.spi;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Change;
import assay.core.availability.Remedy.Setting;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The devices of a {@link DeviceTarget} on this host.
 *
 * @param all in the order of their numbers, at least one
 */
public record Devices(List<Entry> all) {
  /**
   * One device.
   *
   * @param number its index among the visible devices, from 0
   * @param uniqueName such as {@code GPU-4f3c…}; identifies an individual device, so it is never
   *     recorded
   * @param description model and bus address, such as {@code NVIDIA H200, 0000:3b:00.0}
   */
  public record Entry(int number, String uniqueName, String description) {
    private static final int HANDLE = 12;

    /** A prefix of its unique name, long enough to identify and select it. */
    public String handle() {
      return uniqueName.substring(0, Math.min(HANDLE, uniqueName.length()));
    }

    @Override
    public String toString() {
      return number + " (" + description + ")";
    }
  }

  public Devices {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "an empty list of devices must be Unavailable, with a reason");
    }
  }

  /**
   * The one device that matches a name.
   *
   * @param name a number, or a case-insensitive prefix of a unique name
   */
  public Availability<Entry> match(String name) {
    boolean number = name.matches("[0-9]{1,9}");
    List<Entry> matching = all.stream().filter(e -> called(e, name, number)).toList();
    if (matching.size() == 1) {
      return new Availability.Available<>(matching.getFirst());
    }
    String found =
        matching.isEmpty()
            ? number
                ? "there is no device " + name + "; the devices are " + list(all)
                : "no device's unique name starts with " + name + "; the devices are " + list(all)
            : name + " is a prefix of several devices' unique names: " + list(matching);
    return new Availability.Unavailable<>(
        found,
        new Change(
            Setting.TARGET,
            matching.isEmpty()
                ? "give the number of one of these or a prefix of its unique name"
                : "give more of the unique name, or the number"));
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
