using Hookwork.Input;

namespace Hookwork.Ingest;

/// <summary>
/// The archive is of another server than the followed one. The message is one sentence that names both and what to do.
/// </summary>
public sealed class OtherServerException(string message) : SettingsException(message);
