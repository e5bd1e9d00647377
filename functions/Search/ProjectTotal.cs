using Hookwork.Archive.Resources;

namespace Hookwork.Search;

/// <summary>How many mails of a project match.</summary>
public sealed record ProjectTotal(ProjectName Project, long Total);
