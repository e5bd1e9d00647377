namespace Hookwork.Patchwork;

/// <summary>Something in front of the server, such as a bot wall, answered in its place.</summary>
public sealed class UpstreamBlockedException(string message) : UpstreamException(message);
