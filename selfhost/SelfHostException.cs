namespace Hookwork.SelfHost;

/// <summary>The app cannot run here; the message is one sentence for the person at the keyboard.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class SelfHostException(string message) : Exception(message);
