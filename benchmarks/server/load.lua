-- Requests for wrk: the text of QUERY with #N# replaced by a rising number (so that no cache helps) and #IRI# by one of IRIS.
local names = {}
local iris = os.getenv("IRIS")
if iris then for line in io.lines(iris) do names[#names + 1] = line end end
local text, path, accept = os.getenv("QUERY"), os.getenv("ROUTE"), os.getenv("ACCEPT")
local base = tonumber(os.getenv("BASE") or "0")
local n = 0
local function encoded(s) return (s:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end)) end
request = function()
  n = n + 1
  local query = text:gsub("#N#", tostring(base + n)):gsub("#IRI#", names[n % #names + 1] or "")
  return wrk.format("GET", path .. encoded(query), { ["Accept"] = accept })
end
