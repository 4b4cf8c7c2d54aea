"""The reference as a static site: pages, search, drawings, all made when it is built."""
