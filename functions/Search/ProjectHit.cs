using Hookwork.Archive.Resources;
using Hookwork.Catalog.Searching;

namespace Hookwork.Search;

public sealed record ProjectHit(ProjectName Project, SearchHit Hit);
