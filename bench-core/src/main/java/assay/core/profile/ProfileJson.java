package assay.core.profile;

import assay.core.record.RunStoreException;
import assay.core.record.json.RecordJson;

/** The JSON form of a profile: written and read as strictly as a run's record. */
public final class ProfileJson {
  private ProfileJson() {}

  /** A profile as an indented document that ends with a line feed. */
  public static String write(Profile profile) {
    return RecordJson.document(profile);
  }

  /**
   * Reads a profile.
   *
   * @param origin named in errors, usually the file
   */
  public static Profile read(byte[] json, String origin) throws RunStoreException {
    return RecordJson.readDocument(json, Profile.class, origin);
  }
}
