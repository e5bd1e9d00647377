namespace Hookwork.Webhooks.Announcing;

/// <summary>The response to a poll of a subscription's messages.</summary>
/// <param name="Messages">In the order in which they were recorded.</param>
/// <param name="Next">The next value for <c>after</c>; passing it acknowledges these messages.</param>
public sealed record MessagesView(IReadOnlyList<MessagesView.Message> Messages, long Next)
{
    /// <summary>A message as it would have been sent.</summary>
    /// <param name="Headers">Those that a delivery has: id, timestamp and signature.</param>
    /// <param name="Body">The exact text that is signed.</param>
    public sealed record Message(IReadOnlyDictionary<string, string> Headers, string Body);
}
