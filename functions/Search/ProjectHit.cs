using Hookwork.Archive.Resources;
using Hookwork.Catalog.Searching;

namespace Hookwork.Search;

/// <summary>A hit, and the project that it was found in.</summary>
public sealed record ProjectHit(ProjectName Project, SearchHit Hit);
