namespace Hookwork.Catalog.Query.Nodes;

/// <summary>
/// When a mail was sent or received, in whole seconds, UTC. Without bounds every mail matches, as on lore, whose clients
/// ask for <c>rt:..</c>.
/// </summary>
/// <param name="Field">Which of the two: <c>d:</c> and <c>dt:</c>, or <c>rt:</c>.</param>
/// <param name="From">The inclusive start, or null.</param>
/// <param name="Until">The exclusive end, or null.</param>
public sealed record DateNode(QueryField Field, DateTime? From, DateTime? Until) : QueryNode;
