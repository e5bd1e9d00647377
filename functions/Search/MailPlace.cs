using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Search;

/// <summary>Where a mail is.</summary>
/// <param name="Project">The project's id.</param>
/// <param name="Row">Its row in the project's catalog.</param>
public sealed record MailPlace(long Project, long Row, MailKey Key);
